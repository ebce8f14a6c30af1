using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Hubs;

/// <summary>SignalR's JSON protocol, which takes no message in which an object names something twice.</summary>
/// <remarks>
/// The framework's takes the last of them, in the message itself and in its arguments; another reader on the way may take the first. The
/// connection ends, as it does for what is no JSON at all.
/// </remarks>
internal sealed class StrictJsonProtocol(IOptions<JsonHubProtocolOptions> options) : IHubProtocol
{
    const byte RecordSeparator = 0x1E;

    static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    readonly JsonHubProtocol _protocol = new(options);

    /// <inheritdoc/>
    public string Name => _protocol.Name;

    /// <inheritdoc/>
    public int Version => _protocol.Version;

    /// <inheritdoc/>
    public TransferFormat TransferFormat => _protocol.TransferFormat;

    /// <inheritdoc/>
    public bool IsVersionSupported(int version) => _protocol.IsVersionSupported(version);

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The message is no JSON, or says something twice.</exception>
    public bool TryParseMessage(
        ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        if (input.PositionOf(RecordSeparator) is { } end) Check(input.Slice(0, end));
        return _protocol.TryParseMessage(ref input, binder, out message);
    }

    /// <inheritdoc/>
    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => _protocol.WriteMessage(message, output);

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => _protocol.GetMessageBytes(message);

    static void Check(ReadOnlySequence<byte> json)
    {
        try
        {
            JsonDocument.Parse(json, Strict).Dispose();
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("A message was no JSON, or said something twice.", e);
        }
    }
}
