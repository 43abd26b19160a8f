//! The engines, behind the little that the tests need of them.

use teahouse_core::effect::StoreRequest;
use teahouse_core::outcome::{Directory, Outcome};
use teahouse_store::{Options, Reader, Store, Writer};
use tempfile::TempDir;

/// A store with nothing in it, and what can be done with it.
pub trait Engine: Sized {
    /// Makes an empty one.
    fn empty() -> Self;
    /// Carries out a batch.
    fn commit(&mut self, batch: &[StoreRequest]) -> Vec<Outcome>;
    /// Looks something up on a connection of its own.
    fn read(&mut self, request: &StoreRequest) -> Outcome;
    /// A function that looks things up on another thread.
    fn reading(&mut self) -> impl FnMut(&StoreRequest) -> Outcome + Send + 'static;
    /// Ends it and begins it again on what it has kept.
    fn restart(self) -> Self;
    /// What a hub would begin with.
    fn directory(&mut self) -> Directory;
}

/// Makes a test of each function for each engine.
macro_rules! contract {
    ($($name:ident)+) => {
        mod sqlite {
            $(#[test]
            fn $name() {
                super::$name(<crate::engine::Sqlite as crate::engine::Engine>::empty());
            })+
        }
    };
}
pub(crate) use contract;

/// SQLite in a folder of its own.
pub struct Sqlite {
    pub dir: TempDir,
    pub store: Store,
    pub writer: Writer,
    pub reader: Reader,
}

impl Sqlite {
    /// Opens what lies in `dir`.
    pub fn open(dir: TempDir, options: Options) -> Sqlite {
        let (store, writer) = Store::open(dir.path(), options).expect("opens");
        let reader = store.reader().expect("opens");
        Sqlite {
            dir,
            store,
            writer,
            reader,
        }
    }
}

impl Engine for Sqlite {
    fn empty() -> Self {
        Sqlite::open(tempfile::tempdir().expect("a folder"), Options::default())
    }

    fn commit(&mut self, batch: &[StoreRequest]) -> Vec<Outcome> {
        let outcomes = self.writer.commit(batch).expect("the disk is fine");
        self.writer.tidy().expect("the disk is fine");
        outcomes
    }

    fn read(&mut self, request: &StoreRequest) -> Outcome {
        self.reader.read(request).expect("the file is fine")
    }

    fn reading(&mut self) -> impl FnMut(&StoreRequest) -> Outcome + Send + 'static {
        let mut reader = self.store.reader().expect("opens");
        move |request| reader.read(request).expect("the file is fine")
    }

    fn restart(self) -> Self {
        let Sqlite {
            dir,
            store,
            writer,
            reader,
        } = self;
        drop((store, writer, reader));
        Sqlite::open(dir, Options::default())
    }

    fn directory(&mut self) -> Directory {
        self.writer.load_directory().expect("the file is fine")
    }
}
