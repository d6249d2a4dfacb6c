import { Component } from "react";

export class ErrorBoundary extends Component {
  state = { error: undefined };

  static getDerivedStateFromError(error) {
    return { error };
  }

  render() {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <p role="alert">
        {error.code} <button onClick={() => this.setState({ error: undefined })}>Retry</button>
      </p>
    );
  }
}
