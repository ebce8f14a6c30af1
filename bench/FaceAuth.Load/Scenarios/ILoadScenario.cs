using FaceAuth.Load.Reports;

namespace FaceAuth.Load.Scenarios;

/// <summary>One kind of load and the figures that tell how it was borne.</summary>
internal interface ILoadScenario
{
    /// <summary>Its name on the command line.</summary>
    string Name { get; }

    /// <summary>What it does, in a sentence.</summary>
    string Purpose { get; }

    /// <summary>Whether the server decodes.</summary>
    bool Decodes { get; }

    /// <summary>Sessions when none are asked for.</summary>
    int Sessions { get; }

    /// <summary>Length when none is asked for.</summary>
    TimeSpan Length { get; }

    /// <summary>Settings that the server started here needs for it.</summary>
    IReadOnlyList<string> ServerSettings { get; }

    /// <summary>What a run with these settings is, in a sentence.</summary>
    string About(LoadSettings settings);

    /// <summary>Runs it.</summary>
    Task<IReadOnlyList<LoadFigure>> RunAsync(LoadRun run);
}
