import manifest from '../../package.json' with { type: 'json' };

/** The release, as pages and clients may show it. */
export const VERSION = manifest.version;
