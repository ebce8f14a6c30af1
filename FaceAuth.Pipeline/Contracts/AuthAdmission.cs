namespace FaceAuth.Pipeline.Contracts;

/// <summary>The answer to opening a run: exactly one of the two is set.</summary>
/// <param name="Run">The run, owned by the caller.</param>
/// <param name="Refusal">Why there is none.</param>
public sealed record AuthAdmission(IAuthRun? Run, AuthRefusal? Refusal);
