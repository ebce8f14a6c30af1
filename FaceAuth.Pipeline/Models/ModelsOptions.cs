using System.ComponentModel.DataAnnotations;

namespace FaceAuth.Pipeline.Models;

/// <summary>Which models are used and where they lie. Section "Models".</summary>
public sealed record ModelsOptions
{
    /// <summary>
    /// Folder searched first. Default: none, then the environment's FACEAUTH_MODELS. After it come the download
    /// cache (models/cache, $XDG_CACHE_HOME/faceauth/models or ~/.cache/faceauth/models) and models/starter.
    /// </summary>
    public string? Directory { get; init; }

    /// <summary>Name of a pack in the manifest. Default "permissive".</summary>
    [Required] public string Pack { get; init; } = "permissive";

    /// <summary>The manifest's path. Default: models/manifest.json beside the program.</summary>
    public string? Manifest { get; init; }
}
