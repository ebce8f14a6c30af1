using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Diagnostics;

namespace FaceAuth.Signaling.Errors;

/// <summary>Answers what a store breaks that cannot be reached or written with its own refusal; the store has told the log why.</summary>
internal sealed class StoreFaults(IStoreFaults faults) : IExceptionHandler
{
    const string RetryAfterSeconds = "5";

    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException || faults.Explain(exception) is not { } fault) return false;
        // neither is better for being tried again at once
        if (fault is not (StoreFullException or CommitInDoubtException)) httpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
        await Problems.WriteAsync(httpContext, Of(fault));
        return true;
    }

    /// <summary>What a session's owner is told when something broke.</summary>
    public static Refusal Of(Exception fault) => fault switch
    {
        StoreFullException => StoreRefusals.StorageFull,
        CommitInDoubtException => StoreRefusals.OutcomeUnknown,
        StoreException => StoreRefusals.StoreUnavailable,
        _ => Refusals.InternalError,
    };

    /// <summary>What the log says of it: nothing of what the store has said.</summary>
    public static Exception? ForLog(Exception fault) => fault is StoreException ? null : fault;
}
