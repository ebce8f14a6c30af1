using System.ComponentModel.DataAnnotations;

namespace FaceAuth.Pipeline.Packs;

/// <summary>Which models are used and where they lie. Section "Models".</summary>
public sealed record ModelsOptions
{
    /// <summary>
    /// Folder searched first. Default: none, then the environment's FACEAUTH_MODELS. After it come the download
    /// cache (models/cache, $XDG_CACHE_HOME/faceauth/models or ~/.cache/faceauth/models) and models/starter.
    /// </summary>
    public string? Directory { get; init; }

    /// <summary>The pack that is wanted where none is named.</summary>
    public const string PreferredPack = "permissive";

    /// <summary>The project's own small pack, which comes with the program.</summary>
    public const string StarterPack = "starter";

    /// <summary>Name of a pack in the manifest, which is then used or nothing is.</summary>
    /// <remarks>Default: none, which means "permissive", and "starter" where no file of "permissive" is on this machine.</remarks>
    [MinLength(1)] public string? Pack { get; init; }

    /// <summary>The manifest's path. Default: models/manifest.json beside the program.</summary>
    public string? Manifest { get; init; }
}
