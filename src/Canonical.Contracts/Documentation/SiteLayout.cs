namespace Canonical.Contracts;

// What every page has around its content.
internal static class SiteLayout
{
    public static string Page(string title, string siteTitle, Html content) => new Html().Line($"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{title} · {siteTitle}</title>
        <link rel="stylesheet" href="site.css">
        </head>
        <body>
        <header>
        <a class="home" href="index.html">{siteTitle}</a>
        <div class="search" role="search"><input id="search" type="search" placeholder="Search objects and members" aria-label="Search objects and members" autocomplete="off"><ol id="results" hidden></ol></div>
        </header>
        <main>
        {content}</main>
        <script src="search.js"></script>
        <script src="site.js"></script>
        </body>
        </html>
        """).ToString();
}
