namespace FaceAuth.Signaling.Errors;

/// <summary>Why a request is not even looked at, whatever it asks for.</summary>
internal static class RequestRefusals
{
    public static readonly Refusal AddressTooLong = new("address_too_long", 414, "Address too long",
        "The request's address is longer than this server takes, which is 8192 bytes. Send less in its query.");

    public static readonly Refusal HeadersTooLarge = new("headers_too_large", 431, "Headers too large",
        "The request's headers are more than this server takes: 100, of 32768 bytes together. Send fewer or shorter ones, such as "
        + "cookies.");

    public static readonly Refusal PreconditionFailed = new("precondition_failed", 412, "Changed meanwhile",
        "What is here is not what If-Match or If-Unmodified-Since names. Get it anew, or leave the header out.");

    public static readonly Refusal RangeNotSatisfiable = new("range_not_satisfiable", 416, "No such part",
        "The Range header asks for bytes beyond the end. Content-Range tells how many there are; or leave the header out.");
}
