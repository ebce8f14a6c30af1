namespace FaceAuth.Signaling.Jobs;

/// <summary>A job cannot be done; the message says why and what to do, and is kept in the run's history.</summary>
/// <param name="message">For the operator, without names of people.</param>
internal sealed class JobException(string message) : Exception(message);
