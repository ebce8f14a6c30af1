namespace FaceAuth.Store.Contracts;

/// <summary>What a running job is told in answer to its report.</summary>
public enum JobOrder
{
    /// <summary>Go on.</summary>
    GoOn,

    /// <summary>Somebody asked it to end.</summary>
    Cancel,

    /// <summary>It counts as lost, and another may have taken its place: nothing it does is wanted any more.</summary>
    Stop,
}
