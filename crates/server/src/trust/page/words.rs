//! The words of the trust page.

use crate::trust::language::Language;
use crate::trust::platform::Platform;

/// One language's words. They are HTML of our own, so that a step can name a button in bold.
pub(super) struct Words {
    pub(super) title: &'static str,
    pub(super) why: &'static str,
    pub(super) checking: &'static str,
    pub(super) trusted: &'static str,
    pub(super) untrusted: &'static str,
    pub(super) open: &'static str,
    pub(super) install: &'static str,
    pub(super) download: &'static str,
    pub(super) safe: &'static str,
    pub(super) fingerprint: &'static str,
    pub(super) hurry: &'static str,
    /// Tag and name of the other language.
    pub(super) other: (&'static str, &'static str),
    windows: (&'static str, &'static [&'static str]),
    macos: (&'static str, &'static [&'static str]),
    ios: (&'static str, &'static [&'static str]),
    android: (&'static str, &'static [&'static str]),
    firefox: (&'static str, &'static [&'static str]),
    linux: (&'static str, &'static [&'static str]),
}

impl Words {
    pub(super) const fn of(language: Language) -> &'static Self {
        match language {
            Language::Chinese => &CHINESE,
            Language::English => &ENGLISH,
        }
    }

    /// A platform's name and what to do on it.
    pub(super) const fn steps(&self, platform: Platform) -> (&'static str, &'static [&'static str]) {
        match platform {
            Platform::Android => self.android,
            Platform::Firefox => self.firefox,
            Platform::Ios => self.ios,
            Platform::Linux => self.linux,
            Platform::Macos => self.macos,
            Platform::Windows => self.windows,
        }
    }
}

const ENGLISH: Words = Words {
    title: "One step before you come in",
    why: "You came by HTTP. Browsers hide camera and microphone from pages that did not come by HTTPS, so calls \
          could not work here. This server speaks HTTPS too, with a certificate of its own making: let this device \
          trust it once, and you are in.",
    checking: "Checking whether this device trusts it already…",
    trusted: "This device trusts it. You can go in.",
    untrusted: "This device does not trust it yet. This line changes as soon as it does.",
    open: "Open with HTTPS",
    install: "Let this device trust it",
    download: "Download the certificate",
    safe: "It is safe to trust: the certificate can vouch for private networks and for this machine only, never for \
           a site of the internet. The key never leaves the machine that runs Teahouse.",
    fingerprint: "SHA-256 fingerprint; the terminal that runs Teahouse shows the same:",
    hurry: "In a hurry? Open with HTTPS right away and accept the browser’s warning. Calls work, but the browser may \
            ask again.",
    other: ("zh", "中文"),
    windows: (
        "Windows",
        &[
            "Download the certificate and open it.",
            "<b>Install Certificate…</b>, <b>Current User</b>, <b>Place all certificates in the following store</b>.",
            "<b>Browse…</b>, choose <b>Trusted Root Certification Authorities</b>, finish, and answer <b>Yes</b>.",
            "Close the browser and open it again.",
        ],
    ),
    macos: (
        "macOS",
        &[
            "Download the certificate and open it: it goes into <b>Keychain Access</b>, keychain <b>login</b>.",
            "Double-click it there (it begins with “Teahouse on”), unfold <b>Trust</b>.",
            "<b>When using this certificate: Always Trust</b>; close the window and enter your password.",
        ],
    ),
    ios: (
        "iPhone, iPad",
        &[
            "In Safari, open <a href=\"/teahouse.mobileconfig\">the profile</a> and tap <b>Allow</b>.",
            "<b>Settings</b> → <b>Profile Downloaded</b> → <b>Install</b>.",
            "<b>Settings</b> → <b>General</b> → <b>About</b> → <b>Certificate Trust Settings</b>: switch Teahouse on.",
        ],
    ),
    android: (
        "Android",
        &[
            "Download the certificate.",
            "Open <b>Settings</b> and search for <b>CA certificate</b> (under Security → Encryption &amp; credentials → \
             Install a certificate).",
            "<b>Install anyway</b>, then choose the file <b>teahouse-ca.crt</b>.",
        ],
    ),
    firefox: (
        "Firefox",
        &[
            "Where the steps above for the system are done, current Firefox needs none of its own. Otherwise:",
            "Open <a href=\"/teahouse-ca.crt\">the certificate</a> in Firefox.",
            "Tick <b>Trust this CA to identify websites</b>, then <b>OK</b>.",
        ],
    ),
    linux: (
        "Linux",
        &[
            "Download the certificate.",
            "For Chromium and Chrome: <code>certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n Teahouse -i \
             teahouse-ca.crt</code> (package libnss3-tools), then restart the browser.",
            "For the system (Debian, Ubuntu): <code>sudo cp teahouse-ca.crt /usr/local/share/ca-certificates/ &amp;&amp; \
             sudo update-ca-certificates</code>",
        ],
    ),
};

const CHINESE: Words = Words {
    title: "进门前还有一步",
    why: "您现在是通过 HTTP 访问的。浏览器只让 HTTPS 页面使用摄像头和麦克风，所以在这里无法通话。本服务器同时支持 \
          HTTPS，使用的是它自己签发的证书：让这台设备信任它一次，就可以进来了。",
    checking: "正在检查这台设备是否已经信任它……",
    trusted: "这台设备已经信任它，可以进来了。",
    untrusted: "这台设备还没有信任它。信任之后，这一行会自动变化。",
    open: "用 HTTPS 打开",
    install: "让这台设备信任它",
    download: "下载证书",
    safe: "信任它是安全的：这张证书只能用于私有网络和这台机器，不能冒充互联网上的任何网站。私钥从不离开运行茶馆的机器。",
    fingerprint: "SHA-256 指纹，与运行茶馆的终端里显示的相同：",
    hurry: "赶时间？也可以直接用 HTTPS 打开，并接受浏览器的警告。可以通话，但浏览器以后可能再次询问。",
    other: ("en", "English"),
    windows: (
        "Windows",
        &[
            "下载证书并打开。",
            "点<b>安装证书…</b>，选<b>当前用户</b>，再选<b>将所有的证书都放入下列存储</b>。",
            "点<b>浏览…</b>，选<b>受信任的根证书颁发机构</b>，完成，并回答<b>是</b>。",
            "关闭浏览器后重新打开。",
        ],
    ),
    macos: (
        "macOS",
        &[
            "下载证书并打开，它会进入<b>钥匙串访问</b>的<b>登录</b>钥匙串。",
            "在那里双击它（名称以“Teahouse on”开头），展开<b>信任</b>。",
            "<b>使用此证书时：始终信任</b>；关闭窗口并输入密码。",
        ],
    ),
    ios: (
        "iPhone、iPad",
        &[
            "在 Safari 中打开<a href=\"/teahouse.mobileconfig\">描述文件</a>，点<b>允许</b>。",
            "<b>设置</b> → <b>已下载描述文件</b> → <b>安装</b>。",
            "<b>设置</b> → <b>通用</b> → <b>关于本机</b> → <b>证书信任设置</b>：打开 Teahouse 的开关。",
        ],
    ),
    android: (
        "Android",
        &[
            "下载证书。",
            "打开<b>设置</b>，搜索<b>CA 证书</b>（位于 安全 → 加密与凭据 → 安装证书）。",
            "点<b>仍然安装</b>，然后选择文件 <b>teahouse-ca.crt</b>。",
        ],
    ),
    firefox: (
        "Firefox",
        &[
            "如果已按上面的步骤在系统中安装，新版 Firefox 无需再做什么。否则：",
            "在 Firefox 中打开<a href=\"/teahouse-ca.crt\">证书</a>。",
            "勾选<b>信任由此证书颁发机构来标识网站</b>，点<b>确定</b>。",
        ],
    ),
    linux: (
        "Linux",
        &[
            "下载证书。",
            "Chromium 和 Chrome：<code>certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n Teahouse -i \
             teahouse-ca.crt</code>（软件包 libnss3-tools），然后重新打开浏览器。",
            "整个系统（Debian、Ubuntu）：<code>sudo cp teahouse-ca.crt /usr/local/share/ca-certificates/ &amp;&amp; \
             sudo update-ca-certificates</code>",
        ],
    ),
};
