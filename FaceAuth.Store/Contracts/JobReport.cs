namespace FaceAuth.Store.Contracts;

/// <summary>How far a run has come. Holds no name of a person.</summary>
/// <param name="Done">Items dealt with, the failed ones among them.</param>
/// <param name="Total">Items there are; null while that is not known.</param>
/// <param name="FailedItems">Items that came to nothing.</param>
/// <param name="Message">What was found, or what is wrong; at most 1024 characters are kept.</param>
/// <param name="Cursor">Where a later run goes on; at most 512 characters. Null where it begins anew.</param>
public readonly record struct JobReport(long Done, long? Total, long FailedItems, string? Message, string? Cursor);
