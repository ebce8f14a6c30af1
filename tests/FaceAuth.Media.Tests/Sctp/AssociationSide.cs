using FaceAuth.Media.Sctp;

namespace FaceAuth.Media.Tests.Sctp;

/// <summary>One association and all that came out of it.</summary>
sealed class AssociationSide(SctpAssociation association)
{
    public SctpAssociation Association { get; } = association;

    public bool IsUp => Association.State == SctpState.Established;

    public bool IsOver => Association.End != SctpEnd.None;

    /// <summary>Set to leave events where they are.</summary>
    public bool IsBusy { get; set; }

    public List<(ushort Stream, uint Ppid, byte[] Bytes)> Messages { get; } = [];

    public List<SctpEvent> Events { get; } = [];

    /// <returns>Whether there was one.</returns>
    public bool TakeEvents()
    {
        var count = Messages.Count + Events.Count;
        while (!IsBusy && Association.TryTake(out var taken))
        {
            if (taken.Kind == SctpEventKind.Message) Messages.Add((taken.Stream, taken.Ppid, taken.Payload.ToArray()));
            else Events.Add(taken with { Payload = default });
        }

        return Messages.Count + Events.Count > count;
    }
}
