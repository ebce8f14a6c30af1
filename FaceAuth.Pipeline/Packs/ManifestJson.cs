using System.Text.Json.Serialization;
using FaceAuth.Pipeline.Deciding.Pad;

namespace FaceAuth.Pipeline.Packs;

/// <summary>Reads the manifest without reflection; written by the compiler.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ModelManifest))]
[JsonSerializable(typeof(PadFusion))]
[JsonSerializable(typeof(FaceCohortFile))]
internal sealed partial class ManifestJson : JsonSerializerContext;
