using FaceAuth.Store.Search;

namespace FaceAuth.Store.Templates;

/// <summary>What a search by the database goes by: how many templates the owner or group has, and what there is to search by.</summary>
internal sealed record Gallery(int Rows, NearestState Nearest);
