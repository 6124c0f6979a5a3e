namespace Canonical.Cli;

// How a file holds its documents.
internal enum InputForm
{
    // Found out from the name and the first bytes.
    Auto,

    // One document.
    Json,

    // One document a line.
    Lines,

    // One array of documents.
    Array,
}
