namespace Canonical.Cli;

// The permanent codes of findings that come from the command line itself.
internal static class CliCodes
{
    // A document names no contract and none was given.
    public const string NoContract = "CLI1001";

    // A document names a contract that is not there.
    public const string UnknownContract = "CLI1002";

    // A document follows another contract than the folder rule for its file says.
    public const string OtherContract = "CLI1003";

    // An event has no data, or not as JSON.
    public const string EventWithoutData = "CLI1004";

    // A version that was published has changed, or is gone.
    public const string PublishedVersionEdited = "CLI1005";

    // A golden case of a mapping gives something else than is expected.
    public const string GoldenCaseDiffers = "CLI1011";
}
