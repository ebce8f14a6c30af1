using System.Text;
using FaceAuth.Signaling.Errors;
using Microsoft.Net.Http.Headers;

namespace FaceAuth.Signaling.Hosting;

/// <summary>Refuses bodies in a charset that nobody here can read, on which the framework's JSON reader would break.</summary>
internal static class Charsets
{
    /// <summary>Behind authorization: who may not ask is told that first.</summary>
    public static IApplicationBuilder UseKnownCharsets(this IApplicationBuilder app) => app.Use((context, next) =>
        IsReadable(context.Request) ? next(context)
            : Problems.WriteAsync(context, Refusals.UnsupportedMediaType.With("Send the body in UTF-8.")));

    static bool IsReadable(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.Charset.HasValue) return true;
        try
        {
            var name = HeaderUtilities.RemoveQuotes(type.Charset);
            if (name != type.Charset)
            {
                type.Charset = name;   // the framework takes a quoted name (RFC 9110 §5.6.6) for one that it does not know
                request.ContentType = type.ToString();
            }

            return Encoding.GetEncoding(name.Value!) is not null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }
}
