namespace FaceAuth.Store.Shared;

/// <summary>What a node has counted for one key at one moment.</summary>
/// <param name="Window">Which window of the key it is; 0 where nothing is counted.</param>
/// <param name="Version">Larger the later it was looked at, over all keys.</param>
/// <param name="Count">How many.</param>
/// <param name="Taken">How many ever in this window, those taken back too.</param>
/// <param name="Untold">How many of them the other nodes have not been told for certain.</param>
/// <param name="Left">Until the window ends.</param>
/// <param name="Others">How many the other nodes had counted when this one last heard of them, until that must have run out.</param>
/// <param name="OthersLeft">Until then.</param>
internal readonly record struct WindowState(
    long Window, long Version, int Count, int Taken, int Untold, TimeSpan Left, int Others, TimeSpan OthersLeft);
