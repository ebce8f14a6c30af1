using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Pipeline.Deciding;

/// <summary>Turns what is wrong picture by picture into words that stand long enough to be read. Sans-IO.</summary>
/// <param name="settles">How long a new guidance must hold before it is given.</param>
internal sealed class GuidanceMachine(TimeSpan settles)
{
    AuthEvent.Guidance? _given;
    AuthEvent.Guidance? _next;
    TimeSpan _since;

    /// <summary>The guidance that would be right at <paramref name="now"/>; returns it when the person shall hear it.</summary>
    public AuthEvent.Guidance? Handle(GuidanceCode code, GuidanceCode? detail, TimeSpan now)
    {
        if (Is(_given, code, detail))
        {
            _next = null;
            return null;
        }

        if (!Is(_next, code, detail)) (_next, _since) = (new AuthEvent.Guidance(code, detail), now);
        if (now - _since < settles) return null;
        (_given, _next) = (_next, null);
        return _given;
    }

    /// <summary>When to call <see cref="Poll"/>, should no other picture come; null when there is nothing to wait for.</summary>
    /// <remarks>Only while nothing was given at all: who sends a single picture learns what is wrong with it.</remarks>
    public TimeSpan? Due => _given is null && _next is not null ? _since + settles : null;

    /// <summary>What the person shall hear now, though no other picture came.</summary>
    public AuthEvent.Guidance? Poll(TimeSpan now)
    {
        if (Due is not { } due || now < due) return null;
        (_given, _next) = (_next, null);
        return _given;
    }

    static bool Is(AuthEvent.Guidance? guidance, GuidanceCode code, GuidanceCode? detail) =>
        guidance is not null && guidance.Code == code && guidance.Detail == detail;
}
