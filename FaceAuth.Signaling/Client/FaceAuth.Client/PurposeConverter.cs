using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaceAuth.Client;

/// <summary>Purposes by their names on the wire, and no number.</summary>
internal sealed class PurposeConverter()
    : JsonStringEnumConverter<SessionPurpose>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
