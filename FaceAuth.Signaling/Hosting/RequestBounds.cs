using System.Text;
using FaceAuth.Signaling.Errors;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FaceAuth.Signaling.Hosting;

/// <summary>Refuses requests with too long an address, too large headers or headers that are no text, and says so in words.</summary>
/// <remarks>
/// Kestrel by itself answers those with a status and nothing else, before any code of ours runs. So it takes twice as much as this, and
/// reads what is not UTF-8 as U+FFFD: what is refused here is told; what is beyond that still is a status alone (docs/refusals.md).
/// </remarks>
internal static class RequestBounds
{
    /// <summary>Longest address of a request, in bytes.</summary>
    public const int MostTarget = 8 * 1024;

    /// <summary>Most bytes of all headers together.</summary>
    public const int MostHeaderBytes = 32 * 1024;

    /// <summary>Most headers.</summary>
    public const int MostHeaders = 100;

    const char Unreadable = '\uFFFD';

    static readonly UTF8Encoding Lenient = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);

    public static void Apply(KestrelServerOptions kestrel)
    {
        kestrel.Limits.MaxRequestLineSize = 2 * MostTarget;
        kestrel.Limits.MaxRequestHeadersTotalSize = 2 * MostHeaderBytes;
        kestrel.Limits.MaxRequestHeaderCount = 2 * MostHeaders;
        kestrel.RequestHeaderEncodingSelector = static name => ExactLengths.For(name) ?? Lenient;
    }

    /// <summary>Before all that reads a header to decide something.</summary>
    public static IApplicationBuilder UseRequestBounds(this IApplicationBuilder app) => app.Use((context, next) =>
        WhyNot(context) is { } refusal ? Problems.WriteAsync(context, refusal) : next(context));

    static Refusal? WhyNot(HttpContext context)
    {
        if (context.Features.Get<IHttpRequestFeature>()?.RawTarget is { Length: > MostTarget }) return RequestRefusals.AddressTooLong;
        var (count, bytes) = (0, 0);
        foreach (var (name, values) in context.Request.Headers)
        {
            foreach (var value in values)
            {
                count++;
                bytes += name.Length + ": \r\n".Length + (value?.Length ?? 0);
                if (value is not null && !IsText(value))
                    return Refusals.BadRequest.With($"The header {name} holds bytes that are no text in UTF-8. Send ASCII.");
            }
        }

        return count > MostHeaders || bytes > MostHeaderBytes ? RequestRefusals.HeadersTooLarge : null;
    }

    static bool IsText(string value)
    {
        foreach (var letter in value)
            if (letter is Unreadable or '\x7F' or (< ' ' and not '\t')) return false;
        return true;
    }
}
