namespace FaceAuth.Pipeline.Contracts;

/// <summary>The door by which signals enter that are seen outside of the pictures.</summary>
public interface ISignalSink
{
    /// <summary>Says what a signal says now; the last word before the decision counts.</summary>
    /// <remarks>Never blocks, never throws, from any thread. Once raised a signal stays so.</remarks>
    void Tell(AuthSignal signal);
}
