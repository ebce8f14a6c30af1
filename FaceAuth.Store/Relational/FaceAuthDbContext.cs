using FaceAuth.Store.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Relational;

/// <summary>
/// The database: accounts for ASP.NET Core Identity, and the tables behind the store's contracts, which only this project touches.
/// </summary>
/// <remarks>From the container it comes scoped or, pooled, through <see cref="IDbContextFactory{TContext}"/>.</remarks>
public class FaceAuthDbContext : IdentityUserContext<FaceAuthUser, Guid>
{
    /// <summary>As the container makes it.</summary>
    public FaceAuthDbContext(DbContextOptions<FaceAuthDbContext> options)
        : base(options)
    {
    }

    /// <summary>For an engine's own context, which its migrations are told by.</summary>
    private protected FaceAuthDbContext(DbContextOptions options)
        : base(options)
    {
    }

    internal DbSet<SubjectRow> Subjects => Set<SubjectRow>();

    internal DbSet<TemplateRow> Templates => Set<TemplateRow>();

    internal DbSet<SessionRow> Sessions => Set<SessionRow>();

    internal DbSet<SessionCourseRow> SessionCourses => Set<SessionCourseRow>();

    internal DbSet<SessionPlaceRow> SessionPlaces => Set<SessionPlaceRow>();

    internal DbSet<NodeRow> Nodes => Set<NodeRow>();

    internal DbSet<AuditRow> Audit => Set<AuditRow>();

    internal DbSet<AuditNodeRow> AuditNodes => Set<AuditNodeRow>();

    internal DbSet<AuditCheckpointRow> AuditCheckpoints => Set<AuditCheckpointRow>();

    internal DbSet<AuditPointRow> AuditPoints => Set<AuditPointRow>();

    internal DbSet<RelyingPartyRow> RelyingParties => Set<RelyingPartyRow>();

    internal DbSet<ApiKeyRow> ApiKeys => Set<ApiKeyRow>();

    internal DbSet<SignInRow> SignIns => Set<SignInRow>();

    internal DbSet<PasswordAttemptRow> PasswordAttempts => Set<PasswordAttemptRow>();

    internal DbSet<PasskeyRow> Passkeys => Set<PasskeyRow>();

    internal DbSet<PasswordResetRow> PasswordResets => Set<PasswordResetRow>();

    internal DbSet<FaceAttemptRow> FaceAttempts => Set<FaceAttemptRow>();

    internal DbSet<GroupRow> Groups => Set<GroupRow>();

    internal DbSet<GroupMemberRow> GroupMembers => Set<GroupMemberRow>();

    internal DbSet<ConsentRow> Consents => Set<ConsentRow>();

    internal DbSet<ReviewRow> Reviews => Set<ReviewRow>();

    internal DbSet<ReviewPictureRow> ReviewPictures => Set<ReviewPictureRow>();

    internal DbSet<ChangeRow> Changes => Set<ChangeRow>();

    internal DbSet<AlteredRow> AlteredRows => Set<AlteredRow>();

    internal DbSet<KeyVersionRow> KeyVersions => Set<KeyVersionRow>();

    internal DbSet<JobRunRow> JobRuns => Set<JobRunRow>();

    internal DbSet<DailyFigureRow> DailyFigures => Set<DailyFigureRow>();

    internal DbSet<WebhookRow> Webhooks => Set<WebhookRow>();

    internal DbSet<WebhookDeliveryRow> WebhookDeliveries => Set<WebhookDeliveryRow>();

    internal DbSet<KeptAnswerRow> KeptAnswers => Set<KeptAnswerRow>();

    internal DbSet<UsedQuestionRow> UsedQuestions => Set<UsedQuestionRow>();

    internal DbSet<StoreInfoRow> Info => Set<StoreInfoRow>();

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        AccountColumns.Configure(builder.Entity<FaceAuthUser>().ToTable("Users"));
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("UserClaims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("UserLogins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("UserTokens");

        SubjectRow.Configure(builder.Entity<SubjectRow>().ToTable("Subjects"));
        TemplateRow.Configure(builder.Entity<TemplateRow>().ToTable("Templates"));
        SessionRow.Configure(builder.Entity<SessionRow>().ToTable("Sessions"));
        SessionCourseRow.Configure(builder.Entity<SessionCourseRow>().ToTable("SessionCourses"));
        SessionPlaceRow.Configure(builder.Entity<SessionPlaceRow>().ToTable("SessionPlaces"));
        NodeRow.Configure(builder.Entity<NodeRow>().ToTable("Nodes"));
        AuditRow.Configure(builder.Entity<AuditRow>().ToTable("Audit"));
        AuditNodeRow.Configure(builder.Entity<AuditNodeRow>().ToTable("AuditNodes"));
        AuditCheckpointRow.Configure(builder.Entity<AuditCheckpointRow>().ToTable("AuditCheckpoints"));
        AuditPointRow.Configure(builder.Entity<AuditPointRow>().ToTable("AuditPoints"));
        RelyingPartyRow.Configure(builder.Entity<RelyingPartyRow>().ToTable("RelyingParties"));
        ApiKeyRow.Configure(builder.Entity<ApiKeyRow>().ToTable("ApiKeys"));
        SignInRow.Configure(builder.Entity<SignInRow>().ToTable("SignIns"));
        PasswordAttemptRow.Configure(builder.Entity<PasswordAttemptRow>().ToTable("PasswordAttempts"));
        PasskeyRow.Configure(builder.Entity<PasskeyRow>().ToTable("Passkeys"));
        PasswordResetRow.Configure(builder.Entity<PasswordResetRow>().ToTable("PasswordResets"));
        FaceAttemptRow.Configure(builder.Entity<FaceAttemptRow>().ToTable("FaceAttempts"));
        GroupRow.Configure(builder.Entity<GroupRow>().ToTable("Groups"));
        GroupMemberRow.Configure(builder.Entity<GroupMemberRow>().ToTable("GroupMembers"));
        ConsentRow.Configure(builder.Entity<ConsentRow>().ToTable("Consents"));
        ReviewRow.Configure(builder.Entity<ReviewRow>().ToTable("Reviews"));
        ReviewPictureRow.Configure(builder.Entity<ReviewPictureRow>().ToTable("ReviewPictures"));
        ChangeRow.Configure(builder.Entity<ChangeRow>().ToTable("Changes"));
        AlteredRow.Configure(builder.Entity<AlteredRow>().ToTable("AlteredRows"));
        KeyVersionRow.Configure(builder.Entity<KeyVersionRow>().ToTable("KeyVersions"));
        JobRunRow.Configure(builder.Entity<JobRunRow>().ToTable("JobRuns"));
        DailyFigureRow.Configure(builder.Entity<DailyFigureRow>().ToTable("DailyFigures"));
        WebhookRow.Configure(builder.Entity<WebhookRow>().ToTable("Webhooks"));
        WebhookDeliveryRow.Configure(builder.Entity<WebhookDeliveryRow>().ToTable("WebhookDeliveries"));
        KeptAnswerRow.Configure(builder.Entity<KeptAnswerRow>().ToTable("KeptAnswers"));
        UsedQuestionRow.Configure(builder.Entity<UsedQuestionRow>().ToTable("UsedQuestions"));
        StoreInfoRow.Configure(builder.Entity<StoreInfoRow>().ToTable("StoreInfo"));
    }
}
