using FaceAuth.Media.DataChannels;

namespace FaceAuth.Media.Tests.DataChannels;

/// <summary>One side's channels and all that came out of them.</summary>
sealed class ChannelSide(DataChannelMachine machine)
{
    public DataChannelMachine Machine { get; } = machine;

    public List<DataChannelEvent> Events { get; } = [];

    public int Count(DataChannelEventKind kind) => Events.Count(happened => happened.Kind == kind);

    /// <returns>Whether there was an event.</returns>
    public bool TakeEvents()
    {
        var count = Events.Count;
        while (Machine.TryTake(out var taken)) Events.Add(taken with { Payload = taken.Payload.ToArray() });
        return Events.Count > count;
    }
}
