namespace FaceAuth.Pipeline.Contracts;

/// <summary>Why a run could not be opened.</summary>
public enum AuthRefusal
{
    /// <summary>Models are missing or broken; see <see cref="PipelineReadiness.Problem"/>.</summary>
    NotReady,

    /// <summary>As many runs as allowed are open. Try again later.</summary>
    Busy,

    /// <summary>The subject does not exist, or has no template of the model in use: enrol first.</summary>
    NotEnrolled,

    /// <summary>No policy has that name.</summary>
    UnknownPolicy,
}
