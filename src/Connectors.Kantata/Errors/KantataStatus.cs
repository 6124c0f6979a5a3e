using System.Net;

using Connectors.Abstractions;

namespace Connectors.Kantata;

/// <summary>Turns refused requests into exceptions.</summary>
internal static class KantataStatus
{
    public static string? RequestId(HttpResponseMessage response) =>
        response.Headers.TryGetValues("x-request-id", out IEnumerable<string>? values) ? values.FirstOrDefault() : null;

    public static ConnectorException ToException(HttpResponseMessage response, ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        IReadOnlyList<KantataError> errors = KantataErrorBody.Read(body);
        string? vendorCode = errors.Count > 0 ? errors[0].Type : null;
        string? requestId = RequestId(response);
        HttpStatusCode status = response.StatusCode;
        string said = errors.Count > 0 ? $" Kantata says: {string.Join("; ", errors.Take(3).Select(Describe))}." : "";
        return status switch
        {
            HttpStatusCode.Unauthorized => new AuthenticationFailedException(
                "Kantata refuses the access token. Tokens do not end: it was revoked, or is of another account.")
            {
                StatusCode = status,
                VendorCode = vendorCode,
                VendorRequestId = requestId,
            },
            HttpStatusCode.TooManyRequests => new ThrottledException(
                "Kantata asks for fewer calls. It publishes no limits; wait a little and read with less parallelism.", RetryAfter.Read(response, now))
            {
                StatusCode = status,
                VendorCode = vendorCode,
                VendorRequestId = requestId,
            },
            HttpStatusCode.BadRequest => Create(KantataErrorCodes.BadRequest, IssueKind.Configuration, "Kantata cannot read the request."),
            HttpStatusCode.Forbidden => Create(KantataErrorCodes.Forbidden, IssueKind.Configuration, "The user of the token may not do this. Permissions come from the user's access group and project memberships, not from the token."),
            HttpStatusCode.NotFound => Create(KantataErrorCodes.NotFound, IssueKind.NotFound, "Kantata finds no such record. It may be archived and hidden by a default filter: this is not a proof that it was deleted."),
            HttpStatusCode.UnprocessableEntity => Create(KantataErrorCodes.Validation, IssueKind.Validation, "Kantata refuses the values of the request."),
            >= HttpStatusCode.InternalServerError => Create(KantataErrorCodes.Unavailable, IssueKind.Transient, $"Kantata answered {(int)status}."),
            _ => Create(ConnectorErrorCodes.UnexpectedResponse, IssueKind.Configuration, $"Kantata answered {(int)status}, which its reference does not list. Check the base address."),
        };

        KantataRequestException Create(string code, IssueKind kind, string message) => new(code, kind, message + said, errors)
        {
            StatusCode = status,
            VendorCode = vendorCode,
            VendorRequestId = requestId,
        };
    }

    private static string Describe(KantataError error) =>
        error.Field is null ? $"{error.Type}: {error.Message.TrimEnd('.')}" : $"{error.Type} at {error.Field}: {error.Message.TrimEnd('.')}";
}
