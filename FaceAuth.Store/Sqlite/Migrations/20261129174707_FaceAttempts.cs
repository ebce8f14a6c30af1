using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FaceAuth.Store.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class FaceAttempts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "FaceAttempts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Scope = table.Column<int>(type: "INTEGER", nullable: false),
                    Holder = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Purpose = table.Column<int>(type: "INTEGER", nullable: false),
                    Rank = table.Column<int>(type: "INTEGER", nullable: false),
                    SubjectId = table.Column<Guid>(type: "TEXT", nullable: true),
                    UserId = table.Column<Guid>(type: "TEXT", nullable: true),
                    Failures = table.Column<int>(type: "INTEGER", nullable: false),
                    TriedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    CountedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    WalledAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Authenticator = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FaceAttempts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_FaceAttempts_Subjects_SubjectId",
                        column: x => x.SubjectId,
                        principalTable: "Subjects",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_FaceAttempts_Users_UserId",
                        column: x => x.UserId,
                        principalTable: "Users",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_FaceAttempts_Scope_Holder_Purpose_Rank",
                table: "FaceAttempts",
                columns: new[] { "Scope", "Holder", "Purpose", "Rank" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_FaceAttempts_SubjectId",
                table: "FaceAttempts",
                column: "SubjectId");

            migrationBuilder.CreateIndex(
                name: "IX_FaceAttempts_TriedAt",
                table: "FaceAttempts",
                column: "TriedAt");

            migrationBuilder.CreateIndex(
                name: "IX_FaceAttempts_UserId",
                table: "FaceAttempts",
                column: "UserId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "FaceAttempts");
        }
    }
}
