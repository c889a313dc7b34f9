// Keeps the grid worker's page and its files for when the line is cut. No other page, no case.
"use strict";
const CACHE = "huiyin-grid-1";
const HERE = new URL(self.location.href);
const STATIC = new URL(HERE.searchParams.get("static") || "/static/", HERE);
const SHELL = new URL(self.registration.scope).pathname;

const isSheet = (url) => url.origin === HERE.origin && /\/styles\/[\w.-]+\.css$/.test(url.pathname);
const isStatic = (url) =>
  isSheet(url) || (url.origin === STATIC.origin && url.pathname.startsWith(STATIC.pathname));

async function keep(response) {
  const cache = await caches.open(CACHE);
  const page = await response.clone().text();
  await cache.put(SHELL, response);
  const named = [...page.matchAll(/(?:href|src)="([^"#?]+)/g)].map((found) => new URL(found[1], HERE));
  const files = new Set(named.filter(isStatic).map((url) => url.href));
  for (const kept of await cache.keys()) {
    const url = new URL(kept.url);
    if (isStatic(url) && !files.has(url.href)) await cache.delete(kept);
  }
  await Promise.all([...files].map(async (file) => {
    if (!(await cache.match(file))) await cache.add(file);
  }));
}

async function shell(event) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(event.request);
    if (response.ok && !new URL(event.request.url).search) event.waitUntil(keep(response.clone()));
    // signed out, or no longer a grid worker: the next one on this phone finds nothing
    else if (response.type === "opaqueredirect" || response.status === 403) await cache.delete(SHELL);
    if (response.status < 500) return response;
    return (await cache.match(SHELL)) || response;
  } catch (error) {
    const kept = await cache.match(SHELL);
    if (kept) return kept;
    throw error;
  }
}

async function file(request) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    if (response.ok && await cache.match(request)) await cache.put(request, response.clone());
    return response;
  } catch (error) {
    const kept = await cache.match(request);
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("install", (event) => event.waitUntil((async () => {
  const response = await fetch(SHELL, { redirect: "manual" });
  if (response.ok) await keep(response);
  await self.skipWaiting();
})()));

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  const old = (await caches.keys()).filter((name) => name.startsWith("huiyin-grid-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
})()));

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET") return;
  if (event.request.mode === "navigate" && url.pathname === SHELL) event.respondWith(shell(event));
  else if (isStatic(url)) event.respondWith(file(event.request));
});
