using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FaceAuth.Store.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ListsAndQuestions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "UsedQuestions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Owner = table.Column<string>(type: "TEXT", maxLength: 160, nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UsedQuestions", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Sessions_Owner_Id",
                table: "Sessions",
                columns: new[] { "Owner", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Sessions_SubjectId_Id",
                table: "Sessions",
                columns: new[] { "SubjectId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_UsedQuestions_ExpiresAt",
                table: "UsedQuestions",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_UsedQuestions_Owner_ExpiresAt",
                table: "UsedQuestions",
                columns: new[] { "Owner", "ExpiresAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "UsedQuestions");

            migrationBuilder.DropIndex(
                name: "IX_Sessions_Owner_Id",
                table: "Sessions");

            migrationBuilder.DropIndex(
                name: "IX_Sessions_SubjectId_Id",
                table: "Sessions");
        }
    }
}
