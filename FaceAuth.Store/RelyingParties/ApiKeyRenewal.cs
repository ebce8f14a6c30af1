using FaceAuth.Store.Audit;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.RelyingParties;

/// <summary>Gives API keys authenticators under the present root key.</summary>
internal sealed class ApiKeyRenewal(StoreDatabase database, ApiKeySeal seal, RowAuthenticator authenticator, RenewalBatches batches)
    : RowRenewal<ApiKeyRow>(database, authenticator, batches)
{
    public override string Name => "API keys";

    protected override IQueryable<ApiKeyRow> Whole(FaceAuthDbContext context) => context.ApiKeys.Include(k => k.Party);

    protected override bool Holds(ApiKeyRow row) => seal.Holds(row, row.Party!.Name);

    protected override byte[] Of(ApiKeyRow row) => seal.Of(row, row.Party!.Name);

    protected override AlteredRow AsAltered(ApiKeyRow row) => ApiKeySeal.AsAltered(row);
}
