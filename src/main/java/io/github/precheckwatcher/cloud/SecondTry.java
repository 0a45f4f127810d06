package io.github.precheckwatcher.cloud;

/** What may be tried once within a call after a request that failed so. */
enum SecondTry {
    /** Nothing: the answer stands. */
    NONE,
    /** The same request with a new nonce. */
    NEW_NONCE,
    /** With the key fetched anew. */
    NEW_KEY,
    /** With the key fetched anew, if it is another one. */
    CHANGED_KEY,
    /** With the server's date. */
    SERVER_DATE,
    /** Over another connection: this pooled one was stale, closed before any byte of the answer. */
    NEW_CONNECTION
}
