using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Options;
using Microsoft.Extensions.Options;

namespace FaceAuth.Pipeline.Stills;

/// <inheritdoc/>
internal sealed class StillFaces(PackLoader loader, IOptions<DecisionOptions> decision) : IStillFaces
{
    public IStillReader Open()
    {
        var pack = loader.Load();
        try
        {
            return new StillReader(pack, decision.Value);
        }
        catch
        {
            pack.Dispose();
            throw;
        }
    }
}
