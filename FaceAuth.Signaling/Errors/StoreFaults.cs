using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Diagnostics;

namespace FaceAuth.Signaling.Errors;

/// <summary>Answers what a store that cannot be written breaks with its own refusal; the store has told the log why, once.</summary>
internal sealed class StoreFaults : IExceptionHandler
{
    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not StoreFullException) return false;
        await Problems.WriteAsync(httpContext, Refusals.StorageFull);
        return true;
    }

    /// <summary>What a session's owner is told when something broke.</summary>
    public static Refusal Of(Exception fault) => fault is StoreFullException ? Refusals.StorageFull : Refusals.InternalError;

    /// <summary>What the log says of it: nothing of what the store has said.</summary>
    public static Exception? ForLog(Exception fault) => fault is StoreFullException ? null : fault;
}
