// What the rest of the client uses of the search.
export { Search } from './search.svelte';
export { default as SearchResults } from './SearchResults.svelte';
