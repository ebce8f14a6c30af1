using FaceAuth.Load.Clips;

namespace FaceAuth.Load.Simulate;

/// <summary>Tells a person or a script what happens. Times count from the offer.</summary>
internal interface ISimulateOutput
{
    /// <summary>The clip plays and the session exists.</summary>
    void Begin(SimulateSettings settings, PictureSize size, Guid session);

    /// <summary>A step of the connection is done.</summary>
    void Step(TimeSpan at, SimulateStep step);

    /// <summary>The server said something.</summary>
    void Message(TimeSpan at, in ServerMessage message);

    /// <summary>The decision, its signature checked.</summary>
    void Verdict(TimeSpan at, SimulateVerdict verdict);

    /// <summary>The report, at the end.</summary>
    void Report(SimulateReport report);

    /// <summary>It did not work; the last word.</summary>
    void Problem(string text);
}
