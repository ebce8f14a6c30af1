using System.Diagnostics.CodeAnalysis;

namespace FaceAuth.Client;

/// <summary>What came of looking at a verdict: what it says, or why it was not taken.</summary>
/// <param name="Verdict">What it says, where it is genuine and the expected one; it may still be a refusal of the person.</param>
/// <param name="Fault">Why it was not taken; null where it was.</param>
public sealed record VerdictCheck(Verdict? Verdict, VerdictFault? Fault)
{
    /// <summary>Whether the verdict is genuine, the expected one, and says yes. The one thing to let somebody in by.</summary>
    [MemberNotNullWhen(true, nameof(Verdict))]
    public bool IsAccepted => Fault is null && Verdict is { Accepted: true };
}
