import { GoProvider } from "goferry/react";

export const metadata = { title: "Goferry with Next", icons: { icon: "data:," } };

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>
        <GoProvider>{children}</GoProvider>
      </body>
    </html>
  );
}
