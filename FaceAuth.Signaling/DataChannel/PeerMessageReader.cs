using System.Text.Json;
using System.Text.Unicode;
using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Signaling.DataChannel;

/// <summary>
/// Reads what a browser sends: one JSON object (RFC 8259) with a <c>type</c>, nested at most <see cref="MaxDepth"/> deep, that names
/// nothing twice.
/// </summary>
/// <remarks>Never throws for what the bytes say.</remarks>
internal static class PeerMessageReader
{
    /// <summary>Objects and arrays within each other, the outer one counted.</summary>
    public const int MaxDepth = 8;

    static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Reads one message.</summary>
    public static PeerMessage Read(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8)) return PeerMessage.Bad;   // the reader does not look into strings it skips
        try
        {
            var message = ReadObject(utf8);
            if (message != PeerMessage.Bad) JsonElement.Parse(utf8, Strict);   // the reader takes what is said twice
            return message;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return PeerMessage.Bad;   // InvalidOperationException: an escape that is half a surrogate pair
        }
    }

    static PeerMessage ReadObject(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return PeerMessage.Bad;
        var (type, everyFrame, typed) = (PeerMessage.Unknown, false, false);
        var camera = new CameraWord();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            var isEvery = reader.ValueTextEquals("every"u8);
            var property = CameraWord.PropertyOf(ref reader);
            reader.Read();
            if (isType)
            {
                if (reader.TokenType != JsonTokenType.String) return PeerMessage.Bad;
                (type, typed) = (TypeOf(ref reader), true);
            }
            else if (isEvery && reader.TokenType == JsonTokenType.String)
            {
                everyFrame = reader.ValueTextEquals("frame"u8);
            }
            else if (!camera.TryTake(property, ref reader))
            {
                reader.Skip();
            }
        }

        if (reader.Read() || !typed) return PeerMessage.Bad;   // something after the object, or no type
        return type switch
        {
            PeerMessage.Stats when everyFrame => PeerMessage.StatsEveryFrame,
            PeerMessage.CameraUnknown when camera.State == SignalState.Raised => PeerMessage.CameraDoubted,
            PeerMessage.CameraUnknown when camera.State == SignalState.Clear => PeerMessage.CameraClear,
            _ => type,
        };
    }

    static PeerMessage TypeOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("ready"u8) ? PeerMessage.Ready
        : reader.ValueTextEquals("bye"u8) ? PeerMessage.Bye
        : reader.ValueTextEquals("stats"u8) ? PeerMessage.Stats
        : reader.ValueTextEquals("camera"u8) ? PeerMessage.CameraUnknown
        : PeerMessage.Unknown;
}
