namespace FaceAuth.Accuracy.Examining;

/// <summary>Which pictures the dearer models look at.</summary>
internal enum ExamineGate
{
    /// <summary>Those that pass the gate of the decision as it is set: what it refuses is a failure to acquire.</summary>
    Decision,

    /// <summary>
    /// Every picture in which the detector finds a face, however turned, dark, small or covered, the largest face of each.
    /// </summary>
    /// <remarks>Where the mesh does not confirm it, it is aligned by the detector's points. For comparing with published figures.</remarks>
    Open,

    /// <summary>
    /// As <see cref="Open"/>, but of several faces the one nearest to the picture's middle: sets such as LFW centre the person they name.
    /// </summary>
    OpenCentral,
}
