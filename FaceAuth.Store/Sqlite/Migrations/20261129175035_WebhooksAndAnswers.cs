using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FaceAuth.Store.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class WebhooksAndAnswers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "SealedTimeline",
                table: "Sessions",
                type: "BLOB",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "KeptAnswers",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Owner = table.Column<string>(type: "TEXT", maxLength: 160, nullable: false),
                    Request = table.Column<byte[]>(type: "BLOB", nullable: false),
                    SealedAnswer = table.Column<byte[]>(type: "BLOB", nullable: true),
                    BegunAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_KeptAnswers", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Webhooks",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Owner = table.Column<string>(type: "TEXT", maxLength: 160, nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    SealedTerms = table.Column<byte[]>(type: "BLOB", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    FailingSince = table.Column<long>(type: "INTEGER", nullable: true),
                    Dropped = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Webhooks", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "WebhookDeliveries",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    WebhookId = table.Column<Guid>(type: "TEXT", nullable: false),
                    EventId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Type = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    SealedBody = table.Column<byte[]>(type: "BLOB", nullable: false),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    NextAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Tries = table.Column<int>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    Attempts = table.Column<string>(type: "TEXT", nullable: true),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WebhookDeliveries", x => x.Id);
                    table.ForeignKey(
                        name: "FK_WebhookDeliveries_Webhooks_WebhookId",
                        column: x => x.WebhookId,
                        principalTable: "Webhooks",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_KeptAnswers_BegunAt",
                table: "KeptAnswers",
                column: "BegunAt");

            migrationBuilder.CreateIndex(
                name: "IX_KeptAnswers_Owner_BegunAt",
                table: "KeptAnswers",
                columns: new[] { "Owner", "BegunAt" });

            migrationBuilder.CreateIndex(
                name: "IX_WebhookDeliveries_EndedAt",
                table: "WebhookDeliveries",
                column: "EndedAt");

            migrationBuilder.CreateIndex(
                name: "IX_WebhookDeliveries_NextAt",
                table: "WebhookDeliveries",
                column: "NextAt",
                filter: "\"State\" = 0");

            migrationBuilder.CreateIndex(
                name: "IX_WebhookDeliveries_WebhookId_Id",
                table: "WebhookDeliveries",
                columns: new[] { "WebhookId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_WebhookDeliveries_WebhookId_State_EndedAt",
                table: "WebhookDeliveries",
                columns: new[] { "WebhookId", "State", "EndedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Webhooks_Owner",
                table: "Webhooks",
                column: "Owner");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "KeptAnswers");

            migrationBuilder.DropTable(
                name: "WebhookDeliveries");

            migrationBuilder.DropTable(
                name: "Webhooks");

            // by itself: a table that is made anew would be made of the model before, which knows the columns by older names
            migrationBuilder.Sql("""ALTER TABLE "Sessions" DROP COLUMN "SealedTimeline";""");
        }
    }
}
