namespace FaceAuth.Signaling.Errors;

/// <summary>What happens to sessions where several nodes serve.</summary>
internal static class NodeRefusals
{
    // no 503, which a balancer takes for this node's own fault and sends on to the next
    public static readonly Refusal NodeUnreachable = new("node_unreachable", 409, "Server not reached",
        "The server that runs this session cannot be reached at the moment. Try again in a second: it answers, or the session is over.");

    public static readonly Refusal NodeLost = new("node_lost", 409, "Server lost",
        "The server that ran this session is gone, and the session with it. It does not count as an attempt: start again.");
}
