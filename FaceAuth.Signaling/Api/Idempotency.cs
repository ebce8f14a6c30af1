using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Api;

/// <summary>Answers a request that comes again with its key as it was answered before, and does nothing a second time.</summary>
/// <remarks>
/// https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/. What succeeded is kept for a day, sealed, as it may hold a
/// key or a token that is shown only here, and so is that nobody knows whether it succeeded; what was refused made nothing and is asked
/// anew. Safe from many threads.
/// </remarks>
internal sealed partial class Idempotency(RequestDelegate next)
{
    public const string HeaderName = "Idempotency-Key";

    /// <summary>Says that an answer is one that was given before.</summary>
    public const string ReplayedHeader = "Idempotency-Replayed";

    /// <summary>Longest key, in characters.</summary>
    public const int MostKey = 255;

    /// <summary>Printable ASCII without quotation marks, which may stand around all of it.</summary>
    public const string KeyPattern = @"^(""[!#-~]+""|[!#-~]+)$";

    const int MostBody = 32 * 1024;

    public async Task InvokeAsync(HttpContext context, IKeptAnswers answers)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<IdempotentMark>() is null
            || !context.Request.Headers.TryGetValue(HeaderName, out var given) || OwnerOf(context) is not { } owner)
        {
            await next(context);
            return;
        }

        if (given.Count != 1 || !TryRead(given[0], out var key))
        {
            await Problems.WriteAsync(context, Refusals.BadIdempotencyKey);
            return;
        }

        string request;
        try
        {
            request = await DescribeAsync(context);
        }
        catch (BadHttpRequestException fault)
        {
            await Problems.WriteAsync(
                context, fault.StatusCode == StatusCodes.Status413PayloadTooLarge ? Refusals.TooLarge : Refusals.BadRequest);
            return;
        }

        var begun = await answers.BeginAsync(owner, key, request, context.RequestAborted);
        await (begun.State switch
        {
            AnswerState.Kept => ReplayAsync(context, begun.Answer!),
            AnswerState.Other => Problems.WriteAsync(context, Refusals.IdempotencyMismatch),
            AnswerState.InFlight => WaitAsync(context),
            _ => AnswerAsync(context, answers, begun),
        });
    }

    static Task WaitAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "1";
        return Problems.WriteAsync(context, Refusals.IdempotencyInFlight);
    }

    static Task ReplayAsync(HttpContext context, string answer)
    {
        var kept = JsonSerializer.Deserialize(answer, KeptJson.Default.Kept)!;
        var response = context.Response;
        (response.StatusCode, response.ContentType) = (kept.Status, kept.Type);
        if (kept.Location is not null) response.Headers.Location = kept.Location;
        response.Headers[ReplayedHeader] = "true";
        return response.WriteAsync(kept.Body, context.RequestAborted);
    }

    async Task AnswerAsync(HttpContext context, IKeptAnswers answers, AnswerBeginning begun)
    {
        var body = context.Response.Body;
        using var written = new MemoryStream();
        context.Response.Body = written;
        var isKept = false;
        try
        {
            await TellAsync(context);
            if ((context.Response.StatusCode is >= 200 and < 300 || IsInDoubt(context)) && written.Length <= MostBody)
            {
                var kept = new Kept(
                    context.Response.StatusCode, context.Response.ContentType, context.Response.Headers.Location,
                    Encoding.UTF8.GetString(written.GetBuffer(), 0, (int)written.Length));
                // done by now: a caller that hangs up asks again, and is told what it has not heard
                isKept = await KeepAsync(context, answers, begun, JsonSerializer.Serialize(kept, KeptJson.Default.Kept));
            }
        }
        finally
        {
            context.Response.Body = body;
            if (!isKept) await answers.ForgetAsync(begun, CancellationToken.None);
        }

        written.Position = 0;
        await written.CopyToAsync(body, context.RequestAborted);
    }

    /// <summary>That nobody knows whether it was done is told here already, so that it is kept, and nothing is done a second time.</summary>
    async Task TellAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (CommitInDoubtException)
        {
            context.Response.Clear();
            await Problems.WriteAsync(context, StoreRefusals.OutcomeUnknown);
        }
    }

    // no other refusal has its status
    static bool IsInDoubt(HttpContext context) => context.Response.StatusCode == StoreRefusals.OutcomeUnknown.Status;

    /// <summary>What was done is answered, also where the store could not keep that: then the key stays taken for a minute.</summary>
    static async Task<bool> KeepAsync(HttpContext context, IKeptAnswers answers, AnswerBeginning begun, string answer)
    {
        try
        {
            await answers.CompleteAsync(begun, answer, CancellationToken.None);
        }
        catch (StoreException)
        {
            NotKept(context.RequestServices.GetRequiredService<ILogger<Idempotency>>());
        }

        return true;
    }

    static string? OwnerOf(HttpContext context) => Caller.Of(context.User)?.Owner ?? Staff.Of(context.User)?.Actor;

    /// <summary>The key, which the draft writes between quotation marks and many clients without.</summary>
    static bool TryRead(string? header, out string key)
    {
        key = header ?? "";
        if (key.Length > 2 && key[0] == '"' && key[^1] == '"') key = key[1..^1];
        return key.Length is > 0 and <= MostKey && !key.AsSpan().ContainsAnyExceptInRange('!', '~')
            && !key.Contains('"', StringComparison.Ordinal);
    }

    /// <summary>What is asked: method, address and a hash of the body, which the endpoint then reads from its beginning.</summary>
    static async Task<string> DescribeAsync(HttpContext context)
    {
        var request = context.Request;
        request.EnableBuffering();
        var hash = await SHA256.HashDataAsync(request.Body, context.RequestAborted);
        request.Body.Position = 0;
        return $"{request.Method}\n{request.Path}{request.QueryString}\n{Convert.ToHexString(hash)}";
    }

    [LoggerMessage(123, LogLevel.Warning, "The answer to a request with an idempotency key could not be kept.")]
    static partial void NotKept(ILogger logger);

    /// <summary>An answer as it is kept.</summary>
    internal sealed record Kept(int Status, string? Type, string? Location, string Body)
    {
        /// <summary>Never prints the answer.</summary>
        public override string ToString() => $"Kept {{ Status = {Status} }}";
    }

    /// <summary>JSON of what is kept; written by the compiler.</summary>
    [JsonSerializable(typeof(Kept))]
    internal sealed partial class KeptJson : JsonSerializerContext;
}
