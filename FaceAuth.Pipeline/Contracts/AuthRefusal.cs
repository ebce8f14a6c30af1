namespace FaceAuth.Pipeline.Contracts;

/// <summary>Why a run could not be opened.</summary>
public enum AuthRefusal
{
    /// <summary>Models are missing or broken; see <see cref="PipelineReadiness.Problem"/>.</summary>
    NotReady,

    /// <summary>As many runs are open as are allowed, or get pictures as can be served fast enough. Try again in a few seconds.</summary>
    Busy,

    /// <summary>The subject does not exist or has no template: enrol first.</summary>
    NotEnrolled,

    /// <summary>
    /// The subject has templates of other models only, which never compare: enrol again, where "Decision:Enrol:AfterModelChange"
    /// allows it, or else erase the subject first.
    /// </summary>
    EnrolledWithAnotherModel,

    /// <summary>No policy has that name.</summary>
    UnknownPolicy,

    /// <summary>Of what the policy asks, the person can do too little (<see cref="AuthRequest.Cannot"/>): use another policy.</summary>
    PolicyNotPossible,
}
