namespace FaceAuth.Pipeline.Deciding.Life.Paths;

/// <summary>When a path goes from place to place.</summary>
/// <param name="Before">How long it rests in the middle at first.</param>
/// <param name="Move">How long it is on its way.</param>
/// <param name="Rest">How long it rests at each place at least.</param>
/// <param name="RestSpread">Up to so much more, drawn for each.</param>
internal readonly record struct PathTimes(TimeSpan Before, TimeSpan Move, TimeSpan Rest, TimeSpan RestSpread);
