using System.Text.Json;
using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Signaling.DataChannel;

/// <summary>What a page says of its camera, as far as it has been read.</summary>
/// <remarks>It is the page's word: whoever lies is not found out by it.</remarks>
internal struct CameraWord
{
    bool _isDoubted, _isNamed, _isDevice, _isSame, _hasRanges;

    /// <summary>What the word comes to.</summary>
    public readonly SignalState State =>
        _isDoubted ? SignalState.Raised
        : _isNamed && _isDevice && _isSame && _hasRanges ? SignalState.Clear
        : SignalState.Unknown;

    /// <summary>Takes a property whose value the reader stands on; values that are not known say nothing.</summary>
    /// <returns>False for a property that is none of this message's; the reader has not moved then.</returns>
    public bool TryTake(CameraProperty property, ref Utf8JsonReader reader)
    {
        switch (property)
        {
            case CameraProperty.Name when reader.TokenType == JsonTokenType.String:
                _isNamed = reader.ValueTextEquals("plain"u8);
                _isDoubted |= reader.ValueTextEquals("virtual"u8);
                return true;
            case CameraProperty.Source when reader.TokenType == JsonTokenType.String:
                _isDevice = reader.ValueTextEquals("device"u8);
                _isDoubted |= reader.ValueTextEquals("canvas"u8) || reader.ValueTextEquals("generated"u8)
                    || reader.ValueTextEquals("screen"u8);
                return true;
            case CameraProperty.Same when reader.TokenType is JsonTokenType.True or JsonTokenType.False:
                _isSame = reader.TokenType == JsonTokenType.True;
                _isDoubted |= !_isSame;
                return true;
            case CameraProperty.Ranges when reader.TokenType is JsonTokenType.True or JsonTokenType.False:
                _hasRanges = reader.TokenType == JsonTokenType.True;
                return true;
            default:
                return false;
        }
    }

    /// <summary>Which of its properties the reader stands on.</summary>
    public static CameraProperty PropertyOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("name"u8) ? CameraProperty.Name
        : reader.ValueTextEquals("source"u8) ? CameraProperty.Source
        : reader.ValueTextEquals("same"u8) ? CameraProperty.Same
        : reader.ValueTextEquals("ranges"u8) ? CameraProperty.Ranges
        : CameraProperty.None;
}

/// <summary>What a page says of its camera.</summary>
internal enum CameraProperty
{
    /// <summary>Another property.</summary>
    None,

    /// <summary>The class of its name: plain, virtual, none.</summary>
    Name,

    /// <summary>Where the pictures come from: device, canvas, generated, screen, other.</summary>
    Source,

    /// <summary>Whether the track is the one that the camera gave at first.</summary>
    Same,

    /// <summary>Whether sizes and rates can be chosen.</summary>
    Ranges,
}
