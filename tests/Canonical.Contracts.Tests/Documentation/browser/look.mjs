// Opens the pages from their folder, as a reader does, and says what it sees as JSON on the output. Input: {"folder", "browser", "page", "search"}.
import { chromium } from "playwright-core";
import { pathToFileURL } from "node:url";
import { text } from "node:stream/consumers";

const input = JSON.parse(await text(process.stdin));
const base = pathToFileURL(`${input.folder}/`).href;
const browser = await chromium.launch({
  executablePath: input.browser,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

// Contrast of two colours by WCAG 2.2, relative luminance.
const luminance = color => {
  const [r, g, b] = color.match(/\d+(\.\d+)?/g).slice(0, 3).map(Number).map(v => v / 255).map(v => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a, b) => {
  const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p);
  return (x + 0.05) / (y + 0.05);
};

const seen = { errors: [], outside: [], views: [] };
for (const colorScheme of ["light", "dark"]) {
  for (const width of [360, 1280]) {
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
    const page = await context.newPage();
    page.on("pageerror", error => seen.errors.push(error.message));
    page.on("console", message => { if (message.type() === "error") seen.errors.push(message.text()); });
    page.on("request", request => { if (!request.url().startsWith(base)) seen.outside.push(request.url()); });
    for (const name of ["index.html", input.page]) {
      await page.goto(base + name);
      const view = await page.evaluate(() => {
        const style = selector => getComputedStyle(document.querySelector(selector));
        return {
          wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
          ground: style("body").backgroundColor,
          text: style("body").color,
          quiet: getComputedStyle(document.querySelector(".rule, .cards p")).color,
          link: style("main a").color,
          boxes: document.querySelectorAll(".diagram .box").length,
        };
      });
      seen.views.push({
        name, colorScheme, width, wide: view.wide, ground: view.ground, boxes: view.boxes,
        contrast: Math.min(contrast(view.text, view.ground), contrast(view.quiet, view.ground), contrast(view.link, view.ground)),
      });
    }
    await context.close();
  }
}

const page = await browser.newPage();
await page.goto(`${base}index.html`);
await page.keyboard.press("/");
await page.keyboard.type(input.search);
await page.locator("#results li").first().waitFor();
seen.found = await page.locator("#results li").first().innerText();
await page.keyboard.press("Enter");
await page.waitForURL(url => url.hash.length > 0);
seen.landed = page.url().slice(base.length);
seen.inView = await page.locator(":target").isVisible();
await page.locator("#examples details summary").first().click();
seen.example = await page.locator("#examples details pre").first().isVisible();
await browser.close();
process.stdout.write(JSON.stringify(seen));
