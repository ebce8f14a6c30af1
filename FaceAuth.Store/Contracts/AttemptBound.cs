namespace FaceAuth.Store.Contracts;

/// <summary>One count that an attempt is counted in, and what it bounds.</summary>
/// <param name="Scope">Whose it is.</param>
/// <param name="Holder">Who that is: an id, or an address.</param>
/// <param name="Free">Failures in a row after which each further attempt waits; 1 or more.</param>
/// <param name="Wait">How long after the one before.</param>
/// <param name="Most">Failures in a row after which there are no more attempts; null where many share the count: it then forgets.</param>
/// <remarks>
/// A count that many share is no longer than <paramref name="Free"/> and forgets all of it within <see cref="SharedFor"/>; a success
/// takes one failure off it. One that is a person's own forgets nothing by itself; a success ends it.
/// </remarks>
public sealed record AttemptBound(AttemptScope Scope, string Holder, int Free, TimeSpan Wait, int? Most = null)
{
    /// <summary>In how long a shared count that was full is empty again.</summary>
    public static readonly TimeSpan SharedFor = TimeSpan.FromHours(1);

    /// <summary>Whether many share it.</summary>
    public bool IsShared => Most is null;

    /// <summary>Whether the holder is as it is stored, and not as callers name it.</summary>
    internal bool IsStored { get; init; }

    /// <summary>Never prints an address.</summary>
    public override string ToString() => $"AttemptBound {{ Scope = {Scope} }}";
}
