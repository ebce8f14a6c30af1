namespace FaceAuth.Signaling.Jobs;

/// <summary>For whom one run of a job is done.</summary>
internal enum JobReach
{
    /// <summary>For all nodes: of those that share a database one runs it, and another takes over where that dies.</summary>
    Cluster,

    /// <summary>For the node that runs it: each node runs its own, by its own schedule.</summary>
    Node,
}
